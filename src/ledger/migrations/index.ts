import type { Migration } from 'kysely';
import { firstTables } from './0001-first-tables.ts';
import { editions } from './0002-editions.ts';
import { pendingSignatures } from './0003-pending-signatures.ts';
import { suppressionDetails } from './0004-suppression-details.ts';
import { pace } from './0005-pace.ts';
import { variants } from './0006-variants.ts';
import { replies } from './0007-replies.ts';
import { signatureDetails } from './0008-signature-details.ts';
import { erased } from './0009-erased.ts';
import { judgedClicks } from './0010-judged-clicks.ts';
import { signatureActs } from './0011-signature-acts.ts';
import { signatureNetworks } from './0012-signature-networks.ts';
import { webServers } from './0013-web-servers.ts';
import { severalSenders } from './0014-several-senders.ts';
import { guard } from './0015-guard.ts';
import { keptFigures } from './0016-kept-figures.ts';
import { clickDomains } from './0017-click-domains.ts';
import { deliveries } from './0018-deliveries.ts';
import { recipientsByBatch } from './0019-recipients-by-batch.ts';
import { toTell } from './0020-to-tell.ts';

/** Every migration by name; they run in the order of their names. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-editions': editions,
  '0003-pending-signatures': pendingSignatures,
  '0004-suppression-details': suppressionDetails,
  '0005-pace': pace,
  '0006-variants': variants,
  '0007-replies': replies,
  '0008-signature-details': signatureDetails,
  '0009-erased': erased,
  '0010-judged-clicks': judgedClicks,
  '0011-signature-acts': signatureActs,
  '0012-signature-networks': signatureNetworks,
  '0013-web-servers': webServers,
  '0014-several-senders': severalSenders,
  '0015-guard': guard,
  '0016-kept-figures': keptFigures,
  '0017-click-domains': clickDomains,
  '0018-deliveries': deliveries,
  '0019-recipients-by-batch': recipientsByBatch,
  '0020-to-tell': toTell,
};
