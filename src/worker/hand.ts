/** The door of a thread that makes steps for the one that trains: commands in, a device of its own, messages out. */
import { createHand } from '../engine/spread/hand';
import type { HandCommand, HandMessage } from '../engine/spread/talk';
import { openWasm } from '../engine/wasm/open';

const post = (message: HandMessage, transfer: ArrayBuffer[]) => postMessage(message, { transfer });
const hand = createHand({ post, open: async (onBreath) => (await openWasm({ onBreath })).backend });

onmessage = ({ data }: MessageEvent<HandCommand>) => void hand.receive(data);
setInterval(() => post({ type: 'beat' }, []), 500);
post({ type: 'beat' }, []);
