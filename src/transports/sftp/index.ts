/**
 * Files over SFTP.
 */
export { openSftp, sftpOptions } from './sftp.js';
