import type { DatasetBuilder } from "../builder.ts"
import { type PredictOptions, predicted } from "./predict.ts"
import { type Queryable, queries } from "./queries.ts"
import type { Relation } from "./relation.ts"
import { Table } from "./table.ts"

/** A table that is not opened yet: `await` reads its columns. Every method returns a new one; nothing is read before. */
export class TableQuery implements PromiseLike<Table>, Queryable<Table> {
  readonly #find: () => Promise<Relation>
  #opened: Promise<Table> | undefined

  constructor(find: () => Promise<Relation>) {
    this.#find = find
  }

  select(...columns: string[]): TableQuery {
    return this.#then(relation => queries.select(relation, columns))
  }

  where(condition: string): TableQuery {
    return this.#then(relation => queries.where(relation, condition))
  }

  sql(query: string): TableQuery {
    return this.#then(relation => queries.sql(relation, query))
  }

  limit(rows: number): TableQuery {
    return this.#then(relation => queries.limit(relation, rows))
  }

  sample(rows: number, seed = 0): TableQuery {
    return this.#then(relation => queries.sample(relation, rows, seed))
  }

  /** Data to learn from: `target` is the column to predict, all others are features. */
  predict(target: string, options: PredictOptions = {}): DatasetBuilder {
    return predicted(() => this.#open(), target, options)
  }

  // biome-ignore lint/suspicious/noThenProperty: a query is awaited, as the page of examples promises
  then<A = Table, B = never>(
    done?: ((table: Table) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#open().then(done, failed)
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "a table that is not read yet: await it to see its rows"
  }

  #open(): Promise<Table> {
    this.#opened ??= this.#find().then(Table.open)
    return this.#opened
  }

  #then(next: (relation: Relation) => Relation): TableQuery {
    return new TableQuery(async () => next((await this.#open()).relation))
  }
}
