/**
 * The HTTP server of a hub: health, metrics, sign-in, queue board and the control channel.
 */
export { callerForm, type Control, type ControlCall, findSocket, openControl } from './control/index.js';
export { type Api, openApi } from './start-server.js';
