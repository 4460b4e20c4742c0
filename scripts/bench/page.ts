/** The session in a browser's page. */
import { type Session, session } from './session';

declare global {
  var bench: Session;
}
globalThis.bench = session;
