/** What every process of a test must agree on. */
export const KEY = 'SG.sandbox';
export const SECRET = 'a-secret-for-tests-that-is-long-enough';
export const PUBLIC_URL = 'https://act.example.org';
