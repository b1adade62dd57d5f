import Handlebars from 'handlebars';
import { HELPERS } from '../../src/message/helpers.ts';

/** Plain Handlebars with the same helpers: what the law of slots compares with. */
export function plainHandlebars(): typeof Handlebars {
  const env = Handlebars.create();
  env.unregisterHelper('log');
  env.registerHelper(HELPERS as Handlebars.HelperDeclareSpec);
  return env;
}
