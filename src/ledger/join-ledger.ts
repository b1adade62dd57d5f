import { freezeAudience } from './audience.ts';
import { byDomain } from './by-domain.ts';
import { byEdition } from './by-edition.ts';
import { byLanguage } from './by-language.ts';
import {
  campaignByNumber,
  campaignOfPetition,
  dropCampaign,
  findCampaign,
  listCampaigns,
  openCampaign,
  setCampaignState,
} from './campaigns.ts';
import { claimBatch } from './claim-batch.ts';
import { countComments, decideComment, shownComments } from './comments.ts';
import type { LedgerContext } from './context.ts';
import { decideUnknown } from './decide-unknown.ts';
import {
  claimDeliveryPage,
  closeDelivery,
  countUndelivered,
  deliveries,
  openDelivery,
} from './deliveries.ts';
import { holdDelivery, releaseDelivery } from './delivery-lease.ts';
import {
  claimDeliveryMail,
  deliveryMails,
  planDeliveryMails,
  settleDeliveryMail,
} from './delivery-mails.ts';
import { earlierSends, recentCampaigns, sharedWith } from './earlier-sends.ts';
import { eraseSupporter } from './erase-supporter.ts';
import { countErased, erasedAt } from './erased.ts';
import { recordEvents } from './events.ts';
import { figures } from './figures.ts';
import { forgetPeople, forgettable } from './forget-people.ts';
import { countFormerSuppressions, listFormerSuppressions } from './former-suppressions.ts';
import { guardFigures, hasEvents } from './guard-figures.ts';
import {
  endGuardStops,
  guardOf,
  guardStops,
  keepLooks,
  passWave,
  stopByGuard,
  waveSent,
} from './guards.ts';
import {
  campaignsToSend,
  finishCampaign,
  handOver,
  hasClaimable,
  stopCampaign,
} from './hand-over.ts';
import { judgeNewClicks } from './judge-new-clicks.ts';
import type { Ledger } from './ledger.ts';
import { approvalsOf, approve, beginCommand, commandsOf, endCommand, known } from './oversight.ts';
import { beginWaiting, claimAtPace, setRate, warmUpDay } from './pace.ts';
import {
  confirmPending,
  forgetMail,
  forgetMailSince,
  keepPending,
  pendingSignature,
  purgePending,
} from './pending-signatures.ts';
import { decidePetition, petitionDecision } from './petition-decisions.ts';
import { choiceOf, choose } from './preferences.ts';
import { firstRecipients } from './recipients.ts';
import { leftOutPage, mailedPage, recipientsPage } from './recipients-pages.ts';
import {
  campaignUnderWay,
  joinSenders,
  releaseOthers,
  releaseSender,
  sweepSenders,
  takeSender,
} from './senders.ts';
import { settleBatch } from './settle-batch.ts';
import { signatureAct, signatureActs, takeBack, takeOut } from './signature-acts.ts';
import { signatureSources, signaturesByHour } from './signature-sources.ts';
import { countSignatures, hasSigned, listSignatures, signature } from './signatures.ts';
import { skippedRows } from './skipped-rows.ts';
import { supporterRecords } from './supporter-records.ts';
import {
  isSuppressed,
  suppress,
  suppressAll,
  suppressedAmong,
  weighSuppressions,
} from './suppressions.ts';
import {
  countSuppressions,
  findSuppression,
  listSuppressions,
  unsuppress,
} from './suppressions-list.ts';
import { keepSynced, syncState } from './suppressions-sync.ts';
import { tally, troubledBatches } from './tally.ts';
import { recordTest, testsOf } from './test-sends.ts';
import { campaignsToTell, claimTelling, setToTell } from './to-tell.ts';
import { chooseWinner, trialOf, trialSent } from './trials.ts';
import { validPage } from './valid-page.ts';
import { holdBack } from './wait-for-others.ts';
import { daySalt, forgetSalts, tryWriting } from './web-servers.ts';
import { beat, endWork, livingWorkers, startWork, sweepWorkers } from './workers.ts';

/** The functions of the ledger, joined over one database. */
export function joinLedger(context: LedgerContext): Ledger {
  const over =
    <Rest extends unknown[], Result>(
      work: (context: LedgerContext, ...rest: Rest) => Promise<Result>,
    ) =>
    (...rest: Rest): Promise<Result> =>
      work(context, ...rest);
  return {
    openCampaign: over(openCampaign),
    freezeAudience: over(freezeAudience),
    dropCampaign: over(dropCampaign),
    findCampaign: over(findCampaign),
    campaignByNumber: over(campaignByNumber),
    campaignOfPetition: over(campaignOfPetition),
    listCampaigns: over(listCampaigns),
    setCampaignState: over(setCampaignState),
    takeSender: over(takeSender),
    joinSenders: over(joinSenders),
    releaseSender: over(releaseSender),
    releaseOthers: over(releaseOthers),
    sweepSenders: over(sweepSenders),
    beat: over(beat),
    startWork: over(startWork),
    endWork: over(endWork),
    livingWorkers: over(livingWorkers),
    sweepWorkers: over(sweepWorkers),
    handOver: over(handOver),
    campaignsToSend: over(campaignsToSend),
    hasClaimable: over(hasClaimable),
    stopCampaign: over(stopCampaign),
    finishCampaign: over(finishCampaign),
    setToTell: over(setToTell),
    campaignsToTell: over(campaignsToTell),
    claimTelling: over(claimTelling),
    holdBack: over(holdBack),
    claimBatch: over(claimBatch),
    settleBatch: over(settleBatch),
    decideUnknown: over(decideUnknown),
    claimAtPace: over(claimAtPace),
    setRate: over(setRate),
    warmUpDay: over(warmUpDay),
    beginWaiting: over(beginWaiting),
    tally: over(tally),
    byLanguage: over(byLanguage),
    byEdition: over(byEdition),
    trialOf: over(trialOf),
    trialSent: over(trialSent),
    chooseWinner: over(chooseWinner),
    guardOf: over(guardOf),
    guardFigures: over(guardFigures),
    keepLooks: over(keepLooks),
    guardStops: over(guardStops),
    stopByGuard: over(stopByGuard),
    endGuardStops: over(endGuardStops),
    waveSent: over(waveSent),
    passWave: over(passWave),
    hasEvents: over(hasEvents),
    known: over(known),
    approve: over(approve),
    approvalsOf: over(approvalsOf),
    beginCommand: over(beginCommand),
    endCommand: over(endCommand),
    commandsOf: over(commandsOf),
    troubledBatches: over(troubledBatches),
    skippedRows: over(skippedRows),
    ...context.forVisitors(context),
    firstRecipients: over(firstRecipients),
    recipientsPage: over(recipientsPage),
    leftOutPage: over(leftOutPage),
    mailedPage: over(mailedPage),
    suppress: over(suppress),
    suppressAll: over(suppressAll),
    weighSuppressions: over(weighSuppressions),
    unsuppress: over(unsuppress),
    isSuppressed: over(isSuppressed),
    suppressedAmong: over(suppressedAmong),
    findSuppression: over(findSuppression),
    listSuppressions: over(listSuppressions),
    listFormerSuppressions: over(listFormerSuppressions),
    countFormerSuppressions: over(countFormerSuppressions),
    countSuppressions: over(countSuppressions),
    syncState: over(syncState),
    keepSynced: over(keepSynced),
    choose: over(choose),
    choiceOf: over(choiceOf),
    judgeNewClicks: over(judgeNewClicks),
    hasSigned: over(hasSigned),
    signature: over(signature),
    countSignatures: over(countSignatures),
    listSignatures: over(listSignatures),
    validPage: over(validPage),
    takeOut: over(takeOut),
    takeBack: over(takeBack),
    signatureAct: over(signatureAct),
    signatureActs: over(signatureActs),
    countComments: over(countComments),
    decideComment: over(decideComment),
    shownComments: over(shownComments),
    petitionDecision: over(petitionDecision),
    decidePetition: over(decidePetition),
    keepPending: over(keepPending),
    forgetMail: over(forgetMail),
    forgetMailSince: over(forgetMailSince),
    pendingSignature: over(pendingSignature),
    confirmPending: over(confirmPending),
    purgePending: over(purgePending),
    openDelivery: over(openDelivery),
    claimDeliveryPage: over(claimDeliveryPage),
    closeDelivery: over(closeDelivery),
    deliveries: over(deliveries),
    countUndelivered: over(countUndelivered),
    holdDelivery: over(holdDelivery),
    releaseDelivery: over(releaseDelivery),
    planDeliveryMails: over(planDeliveryMails),
    deliveryMails: over(deliveryMails),
    claimDeliveryMail: over(claimDeliveryMail),
    settleDeliveryMail: over(settleDeliveryMail),
    recordEvents: over(recordEvents),
    recordTest: over(recordTest),
    testsOf: over(testsOf),
    earlierSends: over(earlierSends),
    recentCampaigns: over(recentCampaigns),
    sharedWith: over(sharedWith),
    figures: over(figures),
    forgettable: over(forgettable),
    forgetPeople: over(forgetPeople),
    byDomain: over(byDomain),
    signatureSources: over(signatureSources),
    signaturesByHour: over(signaturesByHour),
    supporterRecords: over(supporterRecords),
    eraseSupporter: over(eraseSupporter),
    erasedAt: over(erasedAt),
    countErased: over(countErased),
    campaignUnderWay: over(campaignUnderWay),
    tryWriting: over(tryWriting),
    connections: () => context.connections?.(),
    daySalt: over(daySalt),
    forgetSalts: over(forgetSalts),
    wipe: () => context.wipe(),
    close: () => context.close(),
  };
}
