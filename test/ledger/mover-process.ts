/** A process of its own that moves a ledger, to be killed: mover-process.ts FILE ADDRESS */
import { moveLedger } from '../../src/ledger/move/move-ledger.ts';

const [file = '', address = ''] = process.argv.slice(2);
await moveLedger({ file, address, now: Date.now });
