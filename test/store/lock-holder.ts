/** Takes the lock of a data directory, says so, and keeps it until it is killed. */
import { lockDataDirectory } from '../../src/store/database/data-lock.js';

lockDataDirectory(process.argv[2] ?? '', process.argv[3]);
process.stdout.write('held\n');
setInterval(() => {}, 60_000);
