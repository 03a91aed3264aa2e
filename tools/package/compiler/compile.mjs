// Compiles a folder with CPython for WebAssembly (pyodide). Compiled code does not depend on the processor.
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [folder, place, version] = process.argv.slice(2);
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" } });
python.FS.mkdirTree("/package");
python.mountNodeFS("/package", folder);
python.runPython(readFileSync(new URL("compile.py", import.meta.url), "utf8"));
try {
  python.runPython(`compile_all("/package", "${place}", "${version}")`);
} catch (failure) {
  console.error(String(failure));
  process.exit(1);
}
