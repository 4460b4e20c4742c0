import { late } from '../late';
import { usePageState, useTools } from '../pageContext';

const KeysDialog = late('The list of keys', async () => (await import('./KeysDialog')).KeysDialog);
const SlowMotion = late('Slow motion', async () => (await import('../slowMotion/SlowMotion')).SlowMotion);
const QrDialog = late('The QR code', async () => (await import('./QrDialog')).QrDialog);
const PapersDialog = late('The list of papers', async () => (await import('../papers/PapersDialog')).PapersDialog);
const SpeedDialog = late('What is slow', async () => (await import('./SpeedDialog')).SpeedDialog);

/** What stands in front of the page, loaded when it is asked for. */
export function Dialogs() {
  const { page } = useTools();
  const dialog = usePageState((state) => state.dialog);
  const close = () => page.openDialog(null);
  if (dialog === 'papers') return <PapersDialog onClose={close} />;
  if (dialog === 'keys') return <KeysDialog onClose={close} />;
  if (dialog === 'speed') return <SpeedDialog onClose={close} />;
  if (dialog === 'step') return <SlowMotion onClose={close} />;
  return dialog === 'qr' ? <QrDialog onClose={close} /> : null;
}
