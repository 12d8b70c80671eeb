import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own with the given files, removed at the end. */
export class Folder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async with(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), 'rapport-cli-')));
    for (const [name, content] of Object.entries(files)) await writeFile(folder.at(name), content);
    return folder;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  async read(name: string): Promise<string> {
    return readFile(this.at(name), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
