/**
 * Files in folders of this machine or of a share.
 */
export { folderOptions, openFolder } from './folder.js';
export { type Watch, watchFolder } from './watch-folder.js';
