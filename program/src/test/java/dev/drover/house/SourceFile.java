package dev.drover.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One Java file of ours, read as text and as the compiler's tree. */
record SourceFile(Path path, List<String> lines) {
    /** A method and the lines it covers, from 1. */
    record Method(String name, long from, long to) {
        long length() {
            return to - from + 1;
        }
    }

    static SourceFile read(Path path) {
        try {
            return new SourceFile(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one of these lines, from 1, has an exception with its reason. */
    boolean excused(long from, long to) {
        return lines.subList((int) Math.max(0, from - 1), (int) Math.min(lines.size(), to)).stream()
                .anyMatch(l -> l.contains("// HOUSE: "));
    }

    /** An exception for the whole file stands at the start of a line. */
    boolean excusedWhole() {
        return lines.stream().anyMatch(l -> l.startsWith("// HOUSE: "));
    }

    long exceptions() {
        return lines.stream().filter(l -> l.contains("// HOUSE: ")).count();
    }

    /** The methods of all these files, by file: one compiler reads them all. */
    static Map<SourceFile, List<Method>> methods(List<SourceFile> sources) {
        var byPath = sources.stream().collect(Collectors.toMap(s -> s.path().toUri(), s -> s));
        var found = new LinkedHashMap<SourceFile, List<Method>>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var paths = sources.stream().map(SourceFile::path).toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, d -> {}, List.of(), null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree unit : task.parse()) {
                var methods = new ArrayList<Method>();
                collect(unit, Trees.instance(task).getSourcePositions(), methods);
                found.put(byPath.get(unit.getSourceFile().toUri()), methods);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(CompilationUnitTree unit, SourcePositions positions, List<Method> into) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                long to = positions.getEndPosition(unit, method);
                if (to >= 0) { // a record's own constructor has no place in the file
                    var map = unit.getLineMap();
                    into.add(new Method(
                            method.getName().toString(),
                            map.getLineNumber(positions.getStartPosition(unit, method)),
                            map.getLineNumber(to)));
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }
}
