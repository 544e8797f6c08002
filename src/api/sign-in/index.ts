/**
 * Sign-in of operators: passwords, sessions, attempts, pages.
 */
export { signInPage } from './pages.js';
export { randomSecret, sha256 } from './passwords.js';
export { createSessions, type Sessions } from './sessions.js';
export { addSignInRoutes, createOperatorCheck, sendPage } from './sign-in.js';
