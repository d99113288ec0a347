/**
 * A Vite plugin: who imports a component of Element Plus gets that component's styles too, and no others.
 *
 * `import { ElButton } from "element-plus"` is enough; Vite's tree shaking does the same for the scripts.
 */
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']element-plus["']/g;
const COMPONENT = /\bEl([A-Z]\w*)/g;

/** The style modules of all components that `code` imports. */
export function stylesOf(code) {
  const names = [...code.matchAll(IMPORT)].flatMap(([, list]) => [...list.matchAll(COMPONENT)]);
  return names.map(([, name]) => `element-plus/es/components/${kebab(name)}/style/css`);
}

function kebab(name) {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, "-$&").toLowerCase();
}

export function elementStyles() {
  return {
    name: "element-styles",
    transform: {
      filter: { id: { exclude: /node_modules/ }, code: "element-plus" },
      handler(code) {
        const styles = stylesOf(code).map((style) => `import "${style}";`);
        return styles.length === 0 ? null : { code: `${code}\n${styles.join("\n")}`, map: null };
      },
    },
  };
}
