export interface FirstLoad {
  path: string;
  modules: string[];
  gzipLimit: number;
}

export interface Entry {
  name: string;
  page?: string;
  script?: string;
  file?: string;
  firstLoad: FirstLoad[];
}

export const ENTRIES: Entry[];
