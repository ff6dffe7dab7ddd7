/** The version of package.json, as a bundle without package.json knows it; a test keeps the two equal. */
export const version = '0.1.0';
