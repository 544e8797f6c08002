/**
 * The control channel: what the command line asks a running hub over a socket.
 */
export { callerForm, findSocket } from './control-address.js';
export { type Control, type ControlCall, openControl } from './control.js';
