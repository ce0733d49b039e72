import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes a jar anew with classes of today's version. The start cache of the virtual machine takes no class that was compiled for
 * Java 5, as all of picocli's are; what they lack are the stack maps of JVMS 4.10.1, which are computed here.
 *
 * <p>Run by ./drover: {@code java Modernize.java JAR NEW_JAR}.
 */
public final class Modernize {
    private static final int JAVA_17 = 61;

    private Modernize() {}

    public static void main(String[] args) throws IOException {
        try (var jar = new JarFile(args[0])) {
            var classes = new HashMap<ClassDesc, ClassHierarchyResolver.ClassHierarchyInfo>();
            for (JarEntry entry : jar.stream().filter(Modernize::isClass).toList()) {
                ClassModel model = ClassFile.of().parse(jar.getInputStream(entry).readAllBytes());
                classes.put(model.thisClass().asSymbol(), info(model));
            }
            write(jar, Path.of(args[1]), classFile(classes));
        }
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
    }

    private static ClassHierarchyResolver.ClassHierarchyInfo info(ClassModel model) {
        return model.flags().has(AccessFlag.INTERFACE)
                ? ClassHierarchyResolver.ClassHierarchyInfo.ofInterface()
                : ClassHierarchyResolver.ClassHierarchyInfo.ofClass(
                        model.superclass().orElseThrow().asSymbol());
    }

    private static ClassFile classFile(Map<ClassDesc, ClassHierarchyResolver.ClassHierarchyInfo> classes) {
        ClassHierarchyResolver own = classes::get;
        return ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static void write(JarFile jar, Path to, ClassFile classFile) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                var copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isClass(entry) ? modern(classFile, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] modern(ClassFile classFile, byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        return classFile.transformClass(
                model,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(ClassTransform.endHandler(builder -> builder.withVersion(JAVA_17, 0))));
    }
}
