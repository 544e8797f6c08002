/**
 * All codes of errors: what the hub throws, and what it replies to requests that it refuses.
 *
 * The sentence is the title of a reply. A thrown error has a sentence of its own, with names and numbers.
 */
import { caller, engineer, nobody, operator, type CodeMeaning } from './code-meaning.js';

const unlessItLasts = 'Look into it if it lasts.';

/** Of the configuration, the database, the queues and secrets. */
export const startCodes = {
  CONFIG_INVALID: operator(
    'A configuration file has problems; the hub keeps or refuses it as a whole.',
    'Run `npx waybill check`, which names file, line and column.',
    'At start the hub refuses to run; while running it keeps the last good configuration.',
  ),
  DATA_DIRECTORY_LOCKED: operator(
    'Another process holds the data directory.',
    'Stop the other hub, or give this one another `data:` folder or a `DATABASE_URL`.',
    'It is the directory of the embedded database; a second process on it would lose data.',
  ),
  DATA_DIRECTORY_UNUSABLE: operator(
    'The data directory cannot be made or written.',
    'Give it to the user that runs the hub, or set `data:` to another folder.',
  ),
  DATABASE_UNREACHABLE: operator(
    'The database could not be reached, or stopped answering.',
    'Look at the PostgreSQL server and `DATABASE_URL`. Restart a hub with the embedded database; if it repeats, look for a full disk.',
    'Nothing is lost: no files are claimed meanwhile, and work continues when the database is back.',
  ),
  DATABASE_REFUSED: operator(
    'The PostgreSQL server refused the user, password or database of DATABASE_URL.',
    'Correct `DATABASE_URL`, or create the user and the database.',
  ),
  DATABASE_UNSUPPORTED: operator(
    'The PostgreSQL server is older than version 14.',
    'Upgrade the server, or leave `DATABASE_URL` out to use the embedded database.',
  ),
  DATABASE_NOT_DURABLE: operator(
    'A commit of the embedded database did not reach the disk.',
    'Run `npm ci`; it installs the PGlite version that the hub was tested with.',
    'It is tried at start (fsync). A power cut could lose the commit, so the hub refuses to run.',
  ),
  QUEUE_STORE_UNREACHABLE: operator(
    'The queue store does not respond; work continues without it, more slowly.',
    'Start Redis again, or the database if it keeps the queues.',
    'The queue pages have nothing to show.',
  ),
  QUEUE_STORE_UNFIT: operator(
    'The Redis server is too old, may discard jobs, or refused the sign-in.',
    'Correct `REDIS_URL`, set `maxmemory-policy noeviction`, upgrade the server, or leave `REDIS_URL` out to keep the queues in the database.',
    'Redis 6.2 is the oldest that works, and its `maxmemory-policy` has to keep jobs.',
  ),
  MIGRATION_FAILED: operator(
    'The database could not be brought to the schema of this version.',
    'Look at the cause in the log, restore rights or space, and start again.',
    'Nothing was changed.',
  ),
  ARCHIVE_DAMAGED: operator(
    'The kept bytes of a file are not the bytes that were received.',
    'Restore the archive from a backup, then retry.',
    'A chunk is missing or changed. The hub makes nothing from the damaged bytes.',
  ),
  SECRET_UNUSABLE: operator(
    'A secret that a connection names is missing or has the wrong form.',
    'Set the environment variable or file of that secret; a key has to be in OpenSSH or PEM form and without a passphrase.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of connections and the files on them. */
export const connectionCodes = {
  CONNECTION_CANNOT_SEND: operator(
    'A file is due on a connection that has no send folder.',
    'Give the connection a `send:` part in the partner file, then retry.',
  ),
  FILE_CHANGED: nobody(
    'The file changed while it was being read.',
    'It is read again.',
    'If it repeats, the partner writes slowly: raise `ready.settleMs`, or agree on a temporary name.',
  ),
  FILE_TOO_LARGE: operator(
    'The file is larger than limits.fileBytesMax.',
    'Raise the limit, or ask the partner to split the file.',
    'It stays in the inbox. An event and the log report it once.',
  ),
  CONNECTION_UNREACHABLE: nobody(
    'The other side could not be reached, or stopped answering.',
    'It is tried again with growing delays.',
    unlessItLasts,
  ),
  AUTHENTICATION_REFUSED: operator(
    'The other side refused our key or password.',
    'Ask the partner whether the key is installed and the account open; check the secret that the connection names.',
    'The hub tries again after five minutes at the earliest, so that the account is not locked.',
  ),
  HOST_KEY_CHANGED: operator(
    'The server showed a host key that is not pinned for this connection.',
    'Ask the partner, by another channel, whether they changed their key. If so, add the new fingerprint to `hostKey:`, start the hub again, and remove the old one later. If not, treat it as an attack.',
    'The key is not among `hostKey:`. The hub disconnected before signing in; nothing was sent. Waiting files are sent after the start. A server may have keys of several types: `ssh-keyscan HOST | ssh-keygen -lf -` lists them all, and the error names the type that it showed.',
  ),
  ALGORITHMS_REFUSED: operator(
    'The server offers only algorithms that are no longer safe.',
    'Ask the partner to update the server.',
    'They are SHA-1, CBC and 3DES; the server and the hub have none in common.',
  ),
  FOLDER_MISSING: operator(
    'A folder that the connection names is not there.',
    'Create or mount the folder, or correct `path:` of the connection.',
    'It may be a share that is not mounted. It is looked for again at each poll.',
  ),
  FOLDERS_APART: operator(
    'The inbox and the claimed or done folder are on different file systems.',
    'Choose `receive.claimed` and `finish.move` on the file system of `receive.path`.',
    'A file is claimed and finished by renaming it, which works within one file system only. Two container volumes are two file systems even when they are on the same disk.',
  ),
  FILE_MISSING: nobody(
    'The file is no longer there.',
    'It was listed or claimed, and then somebody else removed it.',
    'If it repeats, find out who else reads this folder.',
  ),
  CLAIM_REFUSED: operator(
    'The other side does not let us rename files in the inbox.',
    'Ask for the right to rename in the inbox and to create the claimed folder, or set `receive.claimed` to a folder where the hub may write.',
    'The hub claims files by a rename, so that each is taken once.',
  ),
  ACCESS_REFUSED: operator(
    'A file or folder may not be read or written.',
    'Correct the rights, then retry.',
    'The hub lacks the rights, or it is not a regular file.',
  ),
  TRANSFER_FAILED: nobody(
    'The other side broke off a file operation.',
    'The reason may be a full disk, a quota, too many open files or a fault of the disk. It is tried again with growing delays; nothing is visible under a final name.',
    'If it lasts, look at the path and the reason in the detail.',
  ),
  NAME_UNSAFE: operator(
    'A file cannot be put under this name.',
    'Change `send.name` of the connection.',
    'The name made from it is empty, too long, has a path in it or looks like a temporary name.',
  ),
  NAME_TAKEN: operator(
    'A different file already has this name at the partner.',
    'Look at both files, then retry or cancel.',
    'Ours did not overwrite it.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of writing files, and of ERP systems. */
export const sendingCodes = {
  OUTBOUND_UNWRITABLE: operator(
    'The document to be sent cannot be written under the agreed delimiters and identifiers.',
    "Correct the partner's identifiers or its `send:` settings, then retry.",
    'For example an identifier is too long, or a value holds a delimiter and no `replacementCharacter` is agreed. Nothing was sent; the place is named, never the value.',
  ),
  OUTBOUND_UNREADABLE: engineer(
    'The text to be sent does not read back as it was meant.',
    'Report it with the place that the error names; the documents are kept and can be written again.',
    'A second, independent parser found this. Nothing was sent. It is a fault of the hub.',
  ),
  ERP_UNKNOWN: operator(
    'The file hub.yaml has no ERP system of this name.',
    'Add it again under `erp:`, then retry.',
    'A delivery names it.',
  ),
  DELIVERY_REFUSED: operator(
    'The ERP refused the record.',
    'Correct the cause at the ERP or in the mapping, then retry or replay.',
    'The record is dead-lettered.',
  ),
  ERP_SIGN_IN_REFUSED: operator(
    'The ERP refused the credentials of the hub.',
    'Renew the secret named under `auth:` of that ERP in `hub.yaml`. A new value is used without a restart.',
    'It replied with HTTP 401 or 403. Records wait and are tried again with growing delays.',
  ),
  DELIVERY_UNAVAILABLE: nobody(
    'The ERP did not reply, or replied that it cannot take records now.',
    'It is tried again with growing delays.',
    unlessItLasts,
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of commands and their requests to a running hub. */
export const commandCodes = {
  CONTROL_REFUSED: caller(
    'The data directory belongs to another user of this machine.',
    'Run the command as the user that the hub runs as, such as `sudo -u waybill npx waybill status`; your own name (`SUDO_USER`) is still recorded.',
    'The same user owns the socket in it, on which the hub listens for commands.',
  ),
  CONTROL_UNREACHABLE: caller(
    'The running hub does not reply to the command line.',
    'Start the hub again, check with `npx waybill status` whether the command took effect, and repeat it if not.',
    'It took the command but ended before it had replied.',
  ),
  CROSSWALK_UNKNOWN: caller(
    'No mapping uses a crosswalk of this name.',
    'Use one that the sentence names. A crosswalk is used when a mapping names it under `crosswalks:`.',
    'Or several files have this name.',
  ),
  CROSSWALK_REFUSED: caller(
    'The rows do not fit the crosswalk.',
    'Correct what the sentence names, and repeat.',
    'The crosswalk does not have the column, a row holds only its key, or a spreadsheet left its marks. Nothing was written.',
  ),
  NOTHING_WAITS: caller(
    'Nothing that you named waits for the configuration.',
    '`npx waybill release --all` shows what waits.',
    'Or there is no such file or record.',
  ),
  NOTHING_OVERDUE: caller(
    'Nothing that you named is overdue.',
    '`npx waybill overdue` shows what is.',
    'It has come meanwhile, or was settled already.',
  ),
  NOTHING_CANCELLED: caller(
    'Nothing that you named waits to go out.',
    '`npx waybill outbound` shows what waits. If a document is just being composed, look again in a moment.',
    'None of it waits, is held or was given up. A document that is written, sent or just being composed cannot be stopped.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of changes of the configuration. */
export const changeCodes = {
  CHANGES_TAKEN_AT_ONCE: caller(
    'This hub takes changes of the folder at once; there is nothing to apply.',
    'Edit the folder, or run `npx waybill rollback --write` to replace its files. To make changes wait, set `changes: { take: applied }` in `hub.yaml`.',
    'It runs with `changes: { take: at-once }`: the folder is live as soon as it is sound, and would replace a version that was put live again within seconds.',
  ),
  PLAN_UNKNOWN: caller(
    'No plan has this hash.',
    'Run `npx waybill plan`, then apply the hash that it prints.',
    'Nothing was planned under it, or the folder as it is was not planned.',
  ),
  PLAN_OUTDATED: caller(
    'The configuration folder changed after the plan.',
    'Run `npx waybill plan` again, look at what differs, and apply the new hash.',
    'Something else would go live than was reviewed.',
  ),
  PLAN_OWN: caller(
    'The person who planned a change may not apply it.',
    'Have a second person run `npx waybill plan` to see it, and `npx waybill apply`.',
    'This is the rule of `changes: { fourEyes: true }`, for the first person who planned the change.',
  ),
  APPROVED_OTHER: caller(
    'Another version is approved to go live at a later time.',
    'Run `npx waybill apply --cancel HASH`, apply this one, then plan and approve the other again; or put both into one plan.',
    'It was planned over what is live now, so it would take back all that goes live before it.',
  ),
  NOTHING_APPROVED: caller(
    'No version is approved to go live at a later time.',
    '`npx waybill plan` shows what is approved; `npx waybill rollback` goes back from what is live.',
    'Or not this one: it is live already, was cancelled, or was never approved.',
  ),
  EFFECTIVE_TIME_UNUSABLE: caller(
    'A version cannot go live at this time.',
    'Do as the sentence says; with an offset, such as `2026-11-01T01:30-05:00`, every time is unambiguous.',
    "The time after `--effective` is past, too far away, not a time, or one that the hospital's clock shows twice or never on a day when clocks change. Or the version cannot wait: it is live already, or has changes taken at once.",
  ),
  SHADOW_RUNNING: caller(
    'Another version runs as a shadow.',
    '`npx waybill shadow` shows what it has found; `npx waybill shadow --stop` ends it.',
    'Only one version at a time can. It may also be this one, for other partners.',
  ),
  SHADOW_NONE: caller(
    'No version runs as a shadow.',
    'Run `npx waybill plan`, then `npx waybill shadow HASH`.',
  ),
  VERSION_UNKNOWN: caller(
    'No version of the configuration has this hash.',
    '`npx waybill rollback --list` lists the versions.',
    'No version that was ever live has it.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of the API and its pages. */
export const apiCodes = {
  API_ADDRESS_UNUSABLE: operator(
    'The API cannot listen at the address that hub.yaml names.',
    'Change `api.listen` in `hub.yaml`, or stop the other process.',
    'Another process has the port (EADDRINUSE), the port needs more rights (EACCES), or this machine does not have the address (EADDRNOTAVAIL).',
  ),
  REQUEST_INVALID: caller(
    'This address does not understand the request.',
    'Correct the request.',
    'A field is missing, unknown or of the wrong kind, or the content type is.',
  ),
  SIGN_IN_REQUIRED: caller('Only a signed-in operator may see this.', 'Sign in at `/ops/sign-in`.'),
  SIGN_IN_REFUSED: caller(
    'Name, password or first-run secret is wrong.',
    'Try again; the first-run secret is printed when the hub starts and nobody can sign in yet.',
  ),
  FORM_REFUSED: caller(
    'This hub did not give out the form.',
    'Open the page again and repeat. A proxy in between must pass on the `Host` header unchanged.',
    'This browser did not receive it, or it is too old.',
  ),
  NOT_FOUND: caller(
    'There is nothing at this address.',
    'Check the address. The queue pages appear once an operator can sign in.',
  ),
  READ_ONLY: nobody('The queue pages are read-only.', 'The hub tries again by itself, and records that.'),
  REQUEST_TOO_LARGE: caller('The request is larger than the API takes.', 'Send less.'),
  REQUEST_TOO_SLOW: caller(
    'The request or its reply took too long.',
    'Look at `/readyz`, then try again.',
    'The request arrived too slowly, or the database or the queue store does not respond.',
  ),
  TOO_MANY_ATTEMPTS: caller(
    'Too many attempts to sign in; wait before the next.',
    'Wait as long as `Retry-After` says.',
    'They came from one address, or from all addresses together.',
  ),
  INTERNAL_ERROR: engineer(
    'A fault of the hub.',
    'Report it with the lines of the log.',
    'The reply carries an `id`; the log has the cause under the same id.',
  ),
} as const satisfies Record<string, CodeMeaning>;

export const errorCodes = {
  ...startCodes,
  ...connectionCodes,
  ...sendingCodes,
  ...commandCodes,
  ...changeCodes,
  ...apiCodes,
} as const;

/** A stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
