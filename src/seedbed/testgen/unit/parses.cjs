// node parses.cjs FILE PROJECT: ends with 0 where the file parses, 1 where it does not, 3 where no parser is installed.
// What the project itself uses is asked first; plain JavaScript can be asked of node.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const { spawnSync } = require("child_process");

const [file, project] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf8");
const suffix = path.extname(file);
const wanted = createRequire(path.join(project, "seedbed.cjs"));

function installed(name) {
  try {
    return wanted(name);
  } catch {
    return null;
  }
}

function judge(parse) {
  try {
    parse();
  } catch (error) {
    process.stderr.write(String(error.message || error) + "\n");
    process.exit(1);
  }
  process.exit(0);
}

const typescript = installed("typescript");
if (typescript && typescript.transpileModule) {
  judge(() => {
    const told = typescript.transpileModule(text, {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: { jsx: typescript.JsxEmit.Preserve, allowJs: true, target: typescript.ScriptTarget.ESNext },
    });
    const wrong = (told.diagnostics || []).filter((each) => each.category === typescript.DiagnosticCategory.Error);
    if (wrong.length) throw new Error(typescript.flattenDiagnosticMessageText(wrong[0].messageText, " "));
  });
}
const esbuild = installed("esbuild");
if (esbuild) {
  const loaders = { ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx" };
  judge(() => esbuild.transformSync(text, { loader: loaders[suffix] || "jsx", logLevel: "silent" }));
}
const babel = installed("@babel/parser");
if (babel) {
  const typed = [".ts", ".mts", ".cts", ".tsx"].includes(suffix) ? ["typescript"] : [];
  const plugins = suffix === ".ts" || suffix === ".mts" || suffix === ".cts" ? typed : [...typed, "jsx"];
  judge(() => babel.parse(text, { sourceType: "unambiguous", allowReturnOutsideFunction: true, plugins }));
}
if (![".js", ".mjs", ".cjs"].includes(suffix)) process.exit(3);
const kinds = suffix === ".js" ? [".mjs", ".cjs"] : [suffix];
let said = "";
for (const kind of kinds) {
  const copy = file.slice(0, -suffix.length) + ".copy" + kind;
  fs.writeFileSync(copy, text);
  const ran = spawnSync(process.execPath, ["--check", copy], { encoding: "utf8" });
  if (ran.status === 0) process.exit(0);
  said = said || (ran.stderr.match(/^\w*Error: .*$/m) || [""])[0];
}
process.stderr.write(said + "\n");
process.exit(1);
