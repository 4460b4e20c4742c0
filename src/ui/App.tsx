import { useEffect } from 'react';
import './App.css';
import { RunCards } from './boundary/RunCards';
import { ChartBoard } from './charts/ChartBoard';
import { DropZone } from './DropZone';
import { Footer } from './Footer';
import { shortcutFor, shortcuts } from './keyboard';
import { late } from './late';
import { Notices } from './Notices';
import { PageContext, type PageTools } from './pageContext';
import { RunsTable } from './RunsTable';
import './theme.css';
import { TopBar } from './TopBar';
import { useTheme } from './useTheme';
import { VerdictStrip } from './VerdictStrip';

/** What is beside the picture comes right after it: loading begins at once, and the first paint does not wait. */
const SettingsForm = late(
  'The settings',
  import('./SettingsForm').then((file) => file.SettingsForm),
);
const HowItWorks = late(
  'The explanation',
  import('./explanation/HowItWorks').then((file) => file.HowItWorks),
);

/** The page. */
export function App(tools: PageTools) {
  return (
    <PageContext value={tools}>
      <Shortcuts page={tools.page} />
      <TopBar />
      <Notices />
      <main className="layout">
        <VerdictStrip />
        <div className="layout-stage">
          <RunCards />
          <ChartBoard />
        </div>
        <div className="layout-settings">
          <RunsTable />
          <SettingsForm />
        </div>
        <div className="layout-explanation">
          <HowItWorks />
        </div>
      </main>
      <Footer />
      <DropZone />
    </PageContext>
  );
}

function Shortcuts({ page }: Pick<PageTools, 'page'>) {
  const { toggleTheme } = useTheme();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const place = event.target instanceof HTMLElement ? event.target : null;
      const key = shortcutFor(event, place);
      // What is under a dialog cannot be reached, by keys either.
      if (key === null || place?.closest('dialog')) return;
      event.preventDefault();
      if (key === 't') toggleTheme();
      else shortcuts[key].act(page);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return null;
}
