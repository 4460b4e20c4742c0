import { type ReactNode, useState } from 'react';
import { late } from '../page/late';
import { useTools } from '../pageContext';
import { useRunWord, Verbs } from '../page/Verbs';
import './PhoneFoot.css';

/** With the styles of dialogs, which come after those of the page. */
const Sheet = late('The sheet of settings', async () => (await import('../dialogs/Sheet')).Sheet);

/**
 * Foot of the page within reach of a thumb: the verbs that come less often than Run, and the settings in a sheet over the lower part of the page,
 * above which training goes on in sight.
 *
 * @param settings  what is in the sheet; null where the link hides all of it.
 */
export function PhoneFoot({ settings }: { readonly settings: ReactNode }) {
  const { page } = useTools();
  const [isOpen, setOpen] = useState(false);
  const word = useRunWord();
  return (
    <>
      <section className="phone-foot" aria-label="Controls">
        {settings ? (
          <button type="button" className="button phone-settings" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
              <path d="M1 4.500h6M11 4.500h4M1 11.500h3M8 11.500h7" />
              <circle cx="9" cy="4.500" r="2" />
              <circle cx="6" cy="11.500" r="2" />
            </svg>
            Settings
          </button>
        ) : null}
        <Verbs />
      </section>
      {settings ? (
        <Sheet
          title="Settings"
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          head={
            // The one above the sheet cannot be reached while it is open.
            <button type="button" className="button" onClick={page.toggle}>
              {word}
            </button>
          }
        >
          <div className="layout-settings">{settings}</div>
        </Sheet>
      ) : null}
    </>
  );
}
