import { lazy, useEffect } from 'react';
import './App.css';
import { RunCards } from './boundary/RunCards';
import { ChartBoard } from './charts/ChartBoard';
import { Datasets } from './Datasets';
import { DropZone } from './DropZone';
import { Footer } from './Footer';
import { shortcutFor, shortcuts } from './keyboard';
import { Late } from './Late';
import { Notices } from './Notices';
import { PageContext, type PageTools } from './pageContext';
import { RunsTable } from './RunsTable';
import './theme.css';
import { TopBar } from './TopBar';
import { useTheme } from './useTheme';
import { VerdictStrip } from './VerdictStrip';

/** What is beside the picture comes right after it: loading begins at once, and the first paint does not wait. */
const [form, explanation] = [import('./SettingsForm'), import('./explanation/HowItWorks')];
const SettingsForm = lazy(async () => ({ default: (await form).SettingsForm }));
const HowItWorks = lazy(async () => ({ default: (await explanation).HowItWorks }));

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
          <Late what="The settings">
            <SettingsForm />
            <Datasets />
          </Late>
        </div>
        <div className="layout-explanation">
          <Late what="The explanation">
            <HowItWorks />
          </Late>
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
