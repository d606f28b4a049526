package io.retrievaldefense.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A list of at least so many values of one kind. */
record ListKind<T>(int least, ValueKind<T> element) implements ValueKind<List<T>> {

  @Override
  public String rule() {
    return "be a list of "
        + (least == 0 ? "values" : "at least " + least)
        + ", each of which must "
        + element.rule();
  }

  @Override
  public Optional<List<T>> parse(Object raw) {
    if (!(raw instanceof List<?> items)) {
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    for (Object item : items) {
      Optional<T> value = element.parse(item);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(List.copyOf(values)).filter(this::allows);
  }

  @Override
  public boolean allows(List<T> values) {
    return values.size() >= least && values.stream().allMatch(element::allows);
  }

  @Override
  public String show(List<T> values) {
    return values.stream().map(element::show).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public boolean isList() {
    return true;
  }

  /** Refuses a list in which a value stands twice: it would be worked on twice. */
  static <T> void requireDistinct(ConfigKey<List<T>> key, List<T> values) {
    if (new HashSet<>(values).size() < values.size()) {
      throw new ConfigException(
          key.path() + " must not hold a value twice: " + key.kind().show(values));
    }
  }
}
