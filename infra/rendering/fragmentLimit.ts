/** Largest policy fragment that API Management takes, in bytes (documented: 32 KB). */
export const FRAGMENT_LIMIT = 32 * 1024;
