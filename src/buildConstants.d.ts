/** The version in package.json, written into the bundle by vite.config.ts. */
declare const __BASIN_VERSION__: string;
/** The web address of the repository in package.json, without a final slash; '' where it names none. */
declare const __BASIN_REPOSITORY__: string;
