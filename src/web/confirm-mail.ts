import path from 'node:path';
import type { PlainMail } from '../campaign/confirm-request.ts';
import type { Petition } from '../terms.ts';
import { themeSchema } from '../theme.ts';
import { directionOf } from '../words/direction.ts';
import type { Words } from '../words/make-words.ts';
import { tellTarget } from '../words/tell-target.ts';
import type { Organisation } from './page-contexts.ts';
import { compileTemplates } from './page-templates.ts';
import { mailColours } from './theme-css.ts';

/** What the mail is about; nothing that its reader, or whoever posed as her, has typed. */
interface Content {
  readonly petition: Petition;
  /** The language of the petition and, as far as there are words, of the mail. */
  readonly lang: string;
  readonly link: string;
}
export type WriteConfirmMail = (content: Content) => PlainMail;

interface ConfirmMailOptions {
  /** With `mails/` in them, the workspace's own first. */
  readonly templateRoots: readonly string[];
  readonly organisation: Organisation;
  /** The theme's. */
  readonly colour: string | undefined;
  readonly wordsIn: (lang: string) => Words;
}

/**
 * Reads the templates of the mail that asks a public signer whether it was she, and tries them.
 * Throws an OutcryError with file and line for one that is missing or not well formed.
 */
export function loadConfirmMail(options: ConfirmMailOptions): WriteConfirmMail {
  const { organisation, wordsIn, colour = themeSchema.parse({}).colour } = options;
  const folders = options.templateRoots.map((root) => path.join(root, 'mails'));
  const colours = mailColours(colour);
  const renderHtml = compileTemplates(folders);
  const renderText = compileTemplates(folders, '.txt');
  const write: WriteConfirmMail = ({ petition, lang, link }) => {
    const words = wordsIn(lang);
    const said = wordsOf(words, organisation.name);
    const context = {
      lang: words.lang,
      dir: words.dir,
      petition: {
        statement: petition.statement,
        tell: tellTarget(wordsIn(lang), petition),
        lang,
        dir: directionOf(lang),
      },
      words: said,
      link,
      colours,
      organisation: {
        ...organisation,
        url: organisation.url,
        address_lines: organisation.address.trim().split('\n'),
      },
    };
    return {
      subject: said.subject,
      html: renderHtml('confirm', words, context),
      text: renderText('confirm', words, context),
    };
  };
  write(SAMPLE);
  return write;
}

function wordsOf(words: Words, organisation: string) {
  return {
    subject: words.say('mail.subject'),
    lead: words.say('mail.lead', { organisation }),
    ask: words.say('mail.ask'),
    button: words.say('mail.button'),
    not_you: words.say('mail.not_you'),
    why: words.say('mail.why', { organisation }),
  };
}

const SAMPLE: Content = {
  petition: { slug: 'a', target: 'Council', statement: 'Keep the library open.', goal: 1 },
  lang: 'en',
  link: 'https://example.org/y/x',
};
