import type { PageTools } from '../../src/ui/pageContext';

/** Studies that are on their way for ever: of tests that show none. */
export const noStudies: PageTools['studies'] = () => new Promise(() => {});
