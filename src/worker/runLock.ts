/** Name of the lock of a page that is at a kept run, before the run's key: who holds it may write there, and nobody else is offered the run. */
export const RUN_LOCK = 'basin-run/';
