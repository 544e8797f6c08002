/**
 * The step send: files go to the partner.
 */
export { send } from './send.js';
