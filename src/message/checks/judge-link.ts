import { isIP } from 'node:net';
import type { Code } from '../../codes.ts';
import { holdsToken } from '../tokens.ts';
import { decoded } from './find-places.ts';
import { quote } from './read-html.ts';

export interface LinkFault {
  readonly severity: 'error' | 'warning';
  readonly code: Code;
  readonly what: string;
  readonly fix: string;
}

const WHOLE = 'Write the whole address, starting with https://, mailto: or tel:.';

/**
 * What is wrong with a link that all recipients get, or undefined. `anchors` are the ids that
 * `#…` may name. Values in it are tokens; what they may be is judged elsewhere (`formInHtml`).
 */
export function judgeLink(link: string, anchors: ReadonlySet<string>): LinkFault | undefined {
  if (holdsToken(link.split(/(?<!\/)\/(?!\/)|[?#]/)[0] ?? '')) return undefined;
  if (link.trim() === '' || link === '#') {
    return unsafe('This link leads nowhere: it has no address.', WHOLE);
  }
  if (/^["'“”‘’„«»]/.test(decoded(link))) return quoted(link);
  if (/\s/.test(/^mailto:/i.test(link) ? beforeQuery(link) : link)) return spaced(link);
  if (link.startsWith('#')) return judgeAnchor(link, anchors);
  if (/^https?:/i.test(link)) return judgeWebLink(link);
  if (/^mailto:/i.test(link)) return judgeMailLink(link);
  if (/^tel:/i.test(link)) return judgePhoneLink(link);
  if (/^cid:/i.test(link)) return undefined;
  return unsafe(`${shown(link)} is no link that a mail can carry.`, likely(link));
}

function judgeAnchor(link: string, anchors: ReadonlySet<string>): LinkFault | undefined {
  if (anchors.has(decoded(link.slice(1)))) return undefined;
  return {
    severity: 'error',
    code: 'link-anchor',
    what: `${shown(link)} leads to a place in the letter that there is not.`,
    fix: `Name that place, with <a id="${quote(link.slice(1))}"></a>, or take the link out.`,
  };
}

function judgeWebLink(link: string): LinkFault | undefined {
  const host = /^https?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(link)?.[1];
  if (!host) {
    return unsafe(
      `${shown(link)} names no web site.`,
      'Write it whole, such as https://example.org/page.',
    );
  }
  if (!URL.canParse(link)) return unsafe(`${shown(link)} is no web address.`, WHOLE);
  if (isHost(host)) return /^http:/i.test(link) ? insecure(link) : undefined;
  return unsafe(
    `${shown(link)} names no web site: "${quote(host)}" is not a whole name.`,
    'Write the name of the site whole, such as www.example.org.',
  );
}

/** A name with a dot in it, or an address in numbers; `localhost` is a host, too. */
function isHost(host: string): boolean {
  if (isIP(host.replace(/^\[|\]$/g, '')) > 0 || host.toLowerCase() === 'localhost') return true;
  const labels = host.replace(/\.$/, '').split('.');
  return labels.length > 1 && labels.every((label) => label !== '');
}

function judgeMailLink(link: string): LinkFault | undefined {
  const address = decoded(beforeQuery(link).slice('mailto:'.length));
  // "Tell a friend": the reader herself fills in the address.
  if (address === '' && link.includes('?')) return undefined;
  const isWhole = address
    .split(',')
    .every((one) => /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(one.trim()));
  if (isWhole || holdsToken(address)) return undefined;
  return unsafe(`${shown(link)} names no e-mail address.`, 'Write it as mailto:name@example.org.');
}

function judgePhoneLink(link: string): LinkFault | undefined {
  const isNumber = (link.match(/\d/g)?.length ?? 0) >= 3 || holdsToken(link);
  if (isNumber) return undefined;
  return unsafe(`${shown(link)} has no telephone number.`, 'Write it in digits: tel:+15550100.');
}

function quoted(link: string): LinkFault {
  return unsafe(
    `${shown(link)} is no link: the quotation mark has become a part of it.`,
    'Take it out, or write straight quotation marks ("): word processors bend them.',
  );
}

function spaced(link: string): LinkFault {
  return unsafe(
    `${shown(link)} has a space in it, and is no link.`,
    'Take the space out, or write it as %20.',
  );
}

function insecure(link: string): LinkFault {
  return {
    severity: 'warning',
    code: 'link-http',
    what: `${shown(link)} is not encrypted: what people do there can be read on the way.`,
    fix: 'Write https:// instead of http://, after you have seen that it opens.',
  };
}

function unsafe(what: string, fix: string): LinkFault {
  return { severity: 'error', code: 'link-unsafe', what, fix };
}

const DOMAIN =
  /^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|int|info|eu|uk|us|ca|au|de|es|fr|mx)(?=[/?#:]|$))/i;

/** What was most likely meant by a link without its beginning. */
function likely(link: string): string {
  if (link.startsWith('//')) return `Write https:${quote(link, 80)}.`;
  if (DOMAIN.test(link)) return `Write https://${quote(link, 80)}.`;
  if (/^[^/\s]+@[\w.-]+\.\w+/.test(link)) return `Write mailto:${quote(link, 80)}.`;
  return WHOLE;
}

function beforeQuery(link: string): string {
  return link.split('?')[0] ?? '';
}

function shown(link: string): string {
  return `"${quote(decoded(link), 80)}"`;
}
