import type { PendingSignature } from '../ledger/pending-ledger.ts';
import type { OwnSignature, SupporterRecords } from '../ledger/supporter-ledger.ts';
import type { Address } from '../terms.ts';
import { signatureJson } from './present-signatures.ts';
import { elsewhere, placesOf } from './present-supporter.ts';
import { formerJson, suppressionJson } from './present-suppressions.ts';

/** All that is held about a person as one document, which she can be given. Times are ISO 8601, UTC. */
export function supporterJson(address: Address, records: SupporterRecords, now: number) {
  const { erasedAt, suppression } = records;
  return {
    address,
    as_of: iso(now),
    erased: erasedAt === undefined ? null : { at: iso(erasedAt), kept: 'a hash of the address' },
    recipients: records.recipients.map(({ leftAt, ...one }) => ({
      ...one,
      left_at: leftAt === undefined ? null : iso(leftAt),
    })),
    skipped: records.skipped.map(({ email, campaign, ...one }) => ({
      campaign: campaign ?? null,
      as_typed: email,
      ...one,
    })),
    suppressions: {
      current: suppression ? suppressionJson(suppression) : null,
      former: records.formerSuppressions.map(formerJson),
    },
    preferences: records.preferences.map(({ campaign, at, ...one }) => ({
      ...one,
      campaign: campaign ?? null,
      at: iso(at),
    })),
    signatures: records.signatures.map(ownSignatureJson),
    pending_signatures: records.pendingSignatures.map(pendingJson),
    clicks: records.clicks.map(({ userAgent, at, ...one }) => ({
      ...one,
      user_agent: userAgent,
      at: iso(at),
    })),
    events: records.events.map(({ campaign, event, at, raw }) => ({
      campaign: campaign ?? null,
      event,
      at: iso(at),
      raw: JSON.parse(raw),
    })),
    tests: records.tests.map(({ hash, at }) => ({ letter: hash, at: iso(at) })),
    elsewhere: elsewhere(placesOf(records)),
  };
}

function ownSignatureJson(one: OwnSignature) {
  return { ...signatureJson(one), campaign: one.campaignName ?? null };
}

function pendingJson(one: PendingSignature) {
  return {
    petition: one.petition,
    lang: one.lang,
    network: one.network ?? '',
    typed_at: iso(one.typedAt),
    confirmed: one.isConfirmed,
    first_name: one.firstName,
    last_name: one.lastName,
    email: one.email,
    postcode: one.postcode,
    country: one.country,
    comment: one.comment,
    consents: [...(one.consent ? ['news'] : []), ...(one.consents ?? [])],
    shared_by: one.sharedBy ?? null,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
