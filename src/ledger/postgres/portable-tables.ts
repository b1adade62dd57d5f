import {
  type ColumnDefinitionNode,
  type CreateTableNode,
  DataTypeNode,
  GeneratedNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  RawNode,
} from 'kysely';

/**
 * Lets the migrations, which are written for SQLite, make the same tables on PostgreSQL.
 *
 * Text is compared byte by byte, as SQLite does it: pages come in the same order everywhere, and no
 * index breaks when the server's system is given other rules for sorting.
 */
export const portableTables: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => new PortableTables().transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

const TEXT = RawNode.createWithSql('text collate "C"');

/** What is to be forgotten is in no log of the server's, and so in no backup of its files. */
const FLEETING: ReadonlySet<string> = new Set(['day_salts']);
const UNLOGGED = RawNode.createWithSql('unlogged');

class PortableTables extends OperationNodeTransformer {
  protected override transformCreateTable(
    node: CreateTableNode,
    ...rest: [never]
  ): CreateTableNode {
    const table = super.transformCreateTable(node, ...rest);
    // How SQLite is to store it (`without rowid`): PostgreSQL has one way.
    const plain = { ...table, endModifiers: undefined };
    const isFleeting = FLEETING.has(node.table.table.identifier.name);
    return isFleeting ? { ...plain, frontModifiers: [UNLOGGED] } : plain;
  }

  protected override transformColumnDefinition(
    node: ColumnDefinitionNode,
    ...rest: [never]
  ): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node, ...rest);
    const dataType = isText(column.dataType) ? TEXT : column.dataType;
    if (!column.autoIncrement) return { ...column, dataType };
    const generated = GeneratedNode.create({ identity: true, byDefault: true });
    return { ...column, dataType, autoIncrement: false, generated };
  }
}

function isText(node: OperationNode): boolean {
  return DataTypeNode.is(node) && node.dataType === 'text';
}
