import { type PostgresServer, startPostgres } from '../ledger/a-postgres.ts';
import { openTunnel, type Tunnel } from '../ledger/a-tunnel.ts';
import { openScene, type Scene, type SceneOptions } from './open-scene.ts';
import { type Watch, watchLedger } from './watch-ledger.ts';

/** The same as a scene, on a PostgreSQL server of its own, which can be stopped, by a way that can be cut. */
export interface Stage {
  readonly scene: Scene;
  readonly database: PostgresServer;
  /** Between the program and the database; the watch goes by another way. */
  readonly tunnel: Tunnel;
  readonly watch: Watch;
  close(): Promise<void>;
}

/** What is written is on its disk when it says so, as in real life. */
const SETTINGS = ['fsync=on', 'max_connections=200'];

export async function openStage(options: SceneOptions): Promise<Stage> {
  const database = await startPostgres(SETTINGS);
  const tunnel = await openTunnel(database.address);
  const watch = watchLedger(database.address);
  const scene = await openScene({
    ...options,
    database: { address: tunnel.address, looks: watch },
  });
  return {
    scene,
    database,
    tunnel,
    watch,
    async close() {
      await scene.close();
      await tunnel.close();
      await database.stop();
    },
  };
}
