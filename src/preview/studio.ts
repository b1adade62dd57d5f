import { randomBytes } from 'node:crypto';
import { normaliseAddress } from '../audience/address.ts';
import { compileMessage } from '../message/compile-message.ts';
import type { Wanted } from './add-routes.ts';
import { showProblems } from './excerpt.ts';
import { followAppeal } from './follow-appeal.ts';
import { followLists } from './follow-lists.ts';
import type { Copy } from './make-copies.ts';
import type { DraftOrder } from './make-draft.ts';
import { rememberEditions } from './remember-editions.ts';
import type { FoundRecipients, PreviewState } from './state.ts';

export interface StudioOrder extends Omit<DraftOrder, 'compile'> {
  /** The recipient to begin with. */
  readonly to?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The letter and the lists as they are now, and whatever the page wants to see of them. */
export interface Studio {
  state(): Promise<PreviewState>;
  copy(wanted: Wanted): Copy | undefined;
  find(words: string, limit: number): FoundRecipients;
  /** The appeal was saved; or else what all its editions depend on; or what tells the recipients. */
  changed(what: { readonly besides: boolean; readonly people: boolean }): Promise<void>;
  /** Nothing more is being saved. */
  settle(): void;
  close(): void;
}

/** Follows letter and lists; `onNews` hears that the state is another. */
export function openStudio(order: StudioOrder, onNews: () => void): Studio {
  const { appeal, lists, onBug } = order;
  const run = randomBytes(8).toString('base64url');
  const to = order.to === undefined ? undefined : (normaliseAddress(order.to) ?? order.to);
  // What is wrong with the workspace is told with the letter.
  const readColumns = async () => (await order.readDesk().catch(() => undefined))?.workshop.columns;
  const people = followLists({ lists, readColumns, asked: to, onProgress: onNews, onBug });
  const { compile, forget } = rememberEditions(compileMessage);
  const letter = followAppeal({ ...order, compile }, onNews);
  return {
    state: async () => {
      const { index, hardest, askedRow: toRow } = people.recipients;
      const { problems, fields, makeCopy: _, ofLists: __, ...progress } = letter.progress;
      const { isRead, reading } = people;
      const shown = { isRead, reading, toRow, count: index.count, hardest: hardest.pick(fields) };
      return {
        ...{ run, file: appeal, to },
        ...progress,
        problems: await showProblems(problems),
        lists: { files: lists, ...shown },
      };
    },
    copy: ({ to: address, row, lang }) => {
      const { index } = people.recipients;
      const wanted = (address && index.rowOf(address)) || row;
      const chosen = index.at(wanted) ? wanted : Math.min(1, index.count);
      return letter.progress.makeCopy?.(chosen, index.at(chosen), lang);
    },
    find: (words, limit) => people.recipients.index.find(words, limit),
    changed({ besides, people: otherPeople }) {
      if (besides) forget();
      if (otherPeople) people.reread();
      return letter.saved();
    },
    settle: () => letter.settle(),
    close() {
      letter.close();
      people.close();
    },
  };
}
