/**
 * The control channel: what the command line asks a running hub over a socket.
 */
export { type Control, type ControlCall, openControl } from './control.js';
