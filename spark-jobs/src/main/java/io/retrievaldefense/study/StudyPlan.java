package io.retrievaldefense.study;

import io.retrievaldefense.config.ConfigException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.study.StudySpec.Design;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The runs that a study comes to, every configuration checked before the first is run. Variants
 * that come to the same configuration are one run under the first one's name.
 *
 * @param runs by seed, and by variant in the order of the file, the base first
 * @param same names of variants that are left out, with the variant that they are
 */
public record StudyPlan(List<StudyRun> runs, Map<String, String> same) {
  /** The variant that others are compared with. */
  public static final String BASE = "base";

  /** Copies what is given. */
  public StudyPlan {
    runs = List.copyOf(runs);
    // In the order of the file, which reports keep to.
    same = Collections.unmodifiableMap(new LinkedHashMap<>(same));
  }

  /**
   * @param spec the study
   * @param settings {@code key=value} each, over those of the study, for all runs
   * @return its runs
   * @throws ConfigException if a configuration is not one
   */
  public static StudyPlan of(StudySpec spec, List<String> settings) {
    Map<String, List<String>> variants = variants(spec);
    requireNoSeed(settings);
    requireNoSeed(spec.settings());
    variants.values().forEach(StudyPlan::requireNoSeed);
    List<StudyRun> runs = new ArrayList<>();
    Map<String, String> same = new LinkedHashMap<>();
    for (long seed : spec.seeds()) {
      Map<Map<String, String>, String> known = new HashMap<>();
      Map<String, String> folders = new HashMap<>();
      variants.forEach(
          (name, own) -> {
            List<String> all = new ArrayList<>(spec.settings());
            all.addAll(own);
            all.addAll(settings);
            all.add("seed=" + seed);
            RunConfig config = RunConfigReader.file(spec.base(), all);
            String earlier = known.putIfAbsent(config.values(), name);
            if (earlier != null) {
              same.put(name, earlier);
              return;
            }
            String folder = slug(name) + "-seed-" + seed;
            if (folders.put(folder, name) != null) {
              throw new ConfigException(
                  "names of variants must differ in letters or digits: " + name);
            }
            runs.add(new StudyRun(name, seed, config, folder));
          });
    }
    requireOneRuntime(runs);
    return new StudyPlan(runs, same);
  }

  /** A study has its own list of seeds, which would silently win. */
  private static void requireNoSeed(List<String> settings) {
    for (String setting : settings) {
      if (setting.startsWith("seed=")) {
        throw new ConfigException("a study's seeds must be set in its file, by seeds: " + setting);
      }
    }
  }

  /** All runs are of one process, whose limits are set once. */
  private static void requireOneRuntime(List<StudyRun> runs) {
    RuntimeConfig runtime = runs.get(0).config().runtime();
    for (StudyRun run : runs) {
      if (!run.config().runtime().equals(runtime)) {
        throw new ConfigException(
            "runtime must be the same for all variants of a study: " + run.variant());
      }
    }
  }

  /** Names and settings of the variants. */
  private static Map<String, List<String>> variants(StudySpec spec) {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    variants.put(BASE, List.of());
    if (spec.design() == Design.GRID && !spec.factors().isEmpty()) {
      combine(spec.factors(), 0, "", List.of(), variants);
    } else {
      for (Factor factor : spec.factors()) {
        for (Level level : factor.levels()) {
          add(named(factor, level), level.settings(), variants);
        }
      }
    }
    return variants;
  }

  private static void combine(
      List<Factor> factors,
      int at,
      String name,
      List<String> settings,
      Map<String, List<String>> variants) {
    if (at == factors.size()) {
      add(name, settings, variants);
      return;
    }
    for (Level level : factors.get(at).levels()) {
      List<String> more = new ArrayList<>(settings);
      more.addAll(level.settings());
      String longer = (name.isEmpty() ? "" : name + ", ") + named(factors.get(at), level);
      combine(factors, at + 1, longer, more, variants);
    }
  }

  private static void add(String name, List<String> settings, Map<String, List<String>> variants) {
    if (variants.putIfAbsent(name, settings) != null) {
      throw new ConfigException("variants of a study must have different names: " + name);
    }
  }

  private static String named(Factor factor, Level level) {
    return factor.name() + " " + level.name();
  }

  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-|-$", "");
  }
}
