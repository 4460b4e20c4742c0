import { useState } from 'react';
import type { FormField } from '../../core/settings/form';
import { usePageState } from '../pageContext';
import { late } from '../page/late';
import { axisOf } from './variedAxes';

const VaryEntry = late('The entry of values', async () => (await import('./VaryEntry')).VaryEntry);

/** Beside a setting: opens the entry of the values that it takes in a study, and says where it is varied. */
export function VaryButton({ item }: { readonly item: FormField }) {
  const [isOpen, setOpen] = useState(false);
  const values = usePageState(({ experiment }) => axisOf(experiment, item.key)?.values.join(', '));
  return (
    <>
      <button
        type="button"
        className="vary-open"
        aria-expanded={isOpen}
        aria-label={`Vary ${item.field.label}`}
        title="Vary this setting: a study of several values"
        data-varied={values !== undefined}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {values !== undefined && !isOpen ? <p className="vary-values">varied: {values}</p> : null}
      {isOpen ? <VaryEntry item={item} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
