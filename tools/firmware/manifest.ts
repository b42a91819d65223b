/** Reads a Moddable manifest with what it includes, as mcconfig would for one platform: which module lies under which key. */

/** The manifests that mcconfig is given, one for each board. */
export const IMAGES: readonly string[] = Object.freeze(['manifest.json', 'hosts/esp32/ethernet/manifest.json']);

/** The project's files that matter: text by path, relative to the top. */
export type Files = ReadonlyMap<string, string>;

export interface Image {
  /** Paths of compiled modules by key, the specifier without `.js`. */
  readonly modules: ReadonlyMap<string, string>;
  /** Manifests of the SDK that are included, as they are named. */
  readonly sdk: readonly string[];
  /** Key of the module that the device starts. */
  readonly main: string | undefined;
  /** What is wrong, one sentence each. */
  readonly wrong: readonly string[];
}

interface Section {
  readonly include?: string | readonly string[];
  readonly modules?: Readonly<Record<string, string | readonly string[]>>;
  readonly preload?: string | readonly string[];
  readonly creation?: { readonly main?: string };
}

interface Manifest extends Section {
  readonly platforms?: Readonly<Record<string, Section>>;
}

/** Follows the project's own manifests from `path`. Those of the SDK are noted and not read; who includes wins over them. */
export function readManifest(files: Files, path: string, platform: string): Image {
  const modules = new Map<string, string>();
  const preloads: { readonly path: string; readonly key: string }[] = [];
  const sdk: string[] = [];
  const wrong: string[] = [];
  let main: string | undefined;

  const readSection = (at: string, section: Section) => {
    for (const included of listOf(section.include)) {
      if (included.startsWith('$(')) sdk.push(included);
      else read(join(folderOf(at), included));
    }
    for (const [key, sources] of Object.entries(section.modules ?? {}))
      for (const source of listOf(sources)) {
        if (source.startsWith('$(')) continue;
        const path = join(folderOf(at), source);
        const found = modulesOf(files, key, path);
        if (found.length === 0 && !files.has(`${path}.c`))
          wrong.push(`${at}: "${key}": "${source}" has no module there`);
        for (const [module, file] of found) modules.set(module, file);
      }
    for (const key of listOf(section.preload)) preloads.push({ path: at, key });
    main = section.creation?.main ?? main;
  };
  const read = (at: string) => {
    const text = files.get(at);
    if (text === undefined) {
      wrong.push(`${at} is not there`);
      return;
    }
    try {
      const manifest = JSON.parse(text) as Manifest;
      readSection(at, manifest);
      readSection(at, manifest.platforms?.[platform] ?? {});
    } catch (error) {
      wrong.push(`${at}: ${(error as Error).message}`);
    }
  };

  read(path);
  const preloaded = new Set<string>();
  for (const { path: at, key } of preloads) {
    const matching = [...modules.keys()].filter((module) => matches(key, module));
    if (matching.length === 0) wrong.push(`${at}: preload "${key}" is no module of the manifest`);
    for (const module of matching) preloaded.add(module);
  }
  for (const module of modules.keys())
    if (!preloaded.has(module)) wrong.push(`${path}: "${module}" is not preloaded, and would take RAM`);
  return { modules, sdk, main, wrong };
}

/** A `*` stands for the modules of one folder: globs are not recursive. */
function modulesOf(files: Files, key: string, source: string): [module: string, file: string][] {
  if (!source.endsWith('/*')) return files.has(`${source}.js`) ? [[key, `${source}.js`]] : [];
  const folder = source.slice(0, -1);
  return [...files.keys()]
    .filter((file) => file.startsWith(folder) && /^[^/]+\.js$/.test(file.slice(folder.length)))
    .map((file) => [key.replace('*', file.slice(folder.length, -'.js'.length)), file]);
}

function matches(key: string, module: string): boolean {
  return key.endsWith('/*') ? folderOf(module) === key.slice(0, -2) : module === key;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function join(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const step of path.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
