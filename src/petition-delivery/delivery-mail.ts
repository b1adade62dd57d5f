import type { PlainMail } from '../campaign/confirm-request.ts';
import type { DeliveredFile } from '../ledger/delivery-ledger.ts';
import type { Petition } from '../terms.ts';
import type { Words } from '../words/make-words.ts';

interface Said {
  readonly words: Words;
  readonly petition: Petition;
  readonly organisation: { readonly name: string; readonly address: string };
  readonly signatures: number;
}

/** What a mail to the target says, of so many that carry the delivery. */
export function deliveryMail(
  { words, petition, organisation, signatures }: Said,
  { part, parts, files }: { part: number; parts: number; files: readonly DeliveredFile[] },
): PlainMail {
  const of = parts > 1 ? ` (${words.say('delivery.of', { part, parts })})` : '';
  const lines = [
    petition.target,
    words.say('delivery.mail_lead', { organisation: organisation.name, signatures }),
    petition.statement,
    ...(parts > 1 ? [words.say('delivery.mail_part', { part, parts })] : []),
    words.say('delivery.mail_files'),
  ];
  const names = files.map(({ name }) => name);
  const sender = [organisation.name, ...organisation.address.trim().split('\n')];
  return {
    subject: `${words.say('delivery.subject', { signatures })}${of}`,
    text: [...lines, names.join('\n'), sender.join('\n')].join('\n\n'),
    html: `<!doctype html><html lang="${words.lang}" dir="${words.dir}"><head><meta charset="utf-8"><title>${escapeHtml(petition.target)}</title></head><body>${[
      ...lines.map((line, index) => paragraph(line, index === 2)),
      `<ul>${names.map((name) => `<li>${escapeHtml(name)}</li>`).join('')}</ul>`,
      `<p>${sender.map(escapeHtml).join('<br>')}</p>`,
    ].join('\n')}</body></html>`,
  };
}

function paragraph(text: string, isQuoted: boolean): string {
  const inner = `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  return isQuoted ? `<blockquote>${inner}</blockquote>` : inner;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
