/**
 * The HTTP server of a hub: health, metrics, sign-in, queue board and the control channel.
 */
export { type Control, type ControlCall, openControl } from './control/index.js';
export { type Api, openApi } from './start-server.js';
