import { useEffect } from 'react';
import './App.css';
import { RunCards } from './boundary/RunCards';
import { ChartBoard } from './charts/ChartBoard';
import { Datasets } from './Datasets';
import { DropZone } from './DropZone';
import { HowItWorks } from './explanation/HowItWorks';
import { Footer } from './Footer';
import { shortcutFor, shortcuts } from './keyboard';
import { Notices } from './Notices';
import { PageContext, type PageTools } from './pageContext';
import { RunsTable } from './RunsTable';
import { SettingsForm } from './SettingsForm';
import './theme.css';
import { TopBar } from './TopBar';
import { useTheme } from './useTheme';
import { VerdictStrip } from './VerdictStrip';

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
          <Datasets />
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
      const key = shortcutFor(event, event.target instanceof HTMLElement ? event.target : null);
      if (key === null) return;
      event.preventDefault();
      if (key === 't') toggleTheme();
      else shortcuts[key].act(page);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return null;
}
