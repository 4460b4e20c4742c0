import './App.css';
import { RunCards } from './boundary/RunCards';
import { ChartBoard } from './charts/ChartBoard';
import { Dialogs } from './dialogs/Dialogs';
import { DropZone } from './DropZone';
import { Footer } from './Footer';
import { late } from './late';
import { Notices, Said } from './Notices';
import { PageContext, type PageTools, usePageState } from './pageContext';
import { RunsTable } from './RunsTable';
import { Shortcuts } from './Shortcuts';
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
const Presenter = late('The presenter', async () => (await import('./presenter/Presenter')).Presenter);

/** The page. */
export function App(tools: PageTools) {
  return (
    <PageContext value={tools}>
      <Shortcuts />
      <Screen />
      <Dialogs />
      <Said />
      <DropZone />
    </PageContext>
  );
}

function Screen() {
  useTheme();
  const isPresented = usePageState((state) => state.experiment.view.mode === 'present');
  return isPresented ? <Presenter /> : <WholePage />;
}

function WholePage() {
  return (
    <>
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
    </>
  );
}
