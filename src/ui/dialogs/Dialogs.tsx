import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';

const KeysDialog = late('The list of keys', async () => (await import('./KeysDialog')).KeysDialog);
const DataDialog = late('The data', async () => (await import('../samples/DataDialog')).DataDialog);
const SlowMotion = late('Slow motion', async () => (await import('../slowMotion/SlowMotion')).SlowMotion);
const LessonsDialog = late('The list of lessons', async () => (await import('./LessonsDialog')).LessonsDialog);
const QrDialog = late('The QR code', async () => (await import('./QrDialog')).QrDialog);
const PapersDialog = late('The list of papers', async () => (await import('../papers/PapersDialog')).PapersDialog);
const SpeedDialog = late('What is slow', async () => (await import('./SpeedDialog')).SpeedDialog);

/** Dialogs in front of the page, loaded when they are asked for. */
export function Dialogs() {
  const { page } = useTools();
  const dialog = usePageState((state) => state.dialog);
  const close = () => page.openDialog(null);
  if (dialog === 'data') return <DataDialog onClose={close} />;
  if (dialog === 'papers') return <PapersDialog onClose={close} />;
  if (dialog === 'keys') return <KeysDialog onClose={close} />;
  if (dialog === 'speed') return <SpeedDialog onClose={close} />;
  if (dialog === 'step') return <SlowMotion onClose={close} />;
  if (dialog === 'lessons') return <LessonsDialog onClose={close} />;
  return dialog === 'qr' ? <QrDialog onClose={close} /> : null;
}
