import { describeFuzzedLinks } from './fuzzedLinks';

describeFuzzedLinks(10_000);
