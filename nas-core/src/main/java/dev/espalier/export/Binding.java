package dev.espalier.export;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.google.common.base.Ascii;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Binds JSON to values; what does not fit becomes a fault in the words of the file. */
final class Binding {
  private static final int LONGEST_QUOTE = 80;

  /** How Jackson speaks of its own source, types and settings, which say nothing of the file. */
  private static final Pattern JARGON =
      Pattern.compile("\\[Source: [^;]*; |\\]\\)$|: enable `.*| \\(bound as .*");

  private Binding() {}

  /** The value, or empty after adding a fault. */
  static <T> Optional<T> read(JsonNode json, String pointer, Class<T> type, JsonFaults faults) {
    if (json.isNull()) {
      faults.add(pointer, "is null; give a value or leave it out");
      return Optional.empty();
    }
    try {
      return Optional.of(ArchitectureJson.MAPPER.treeToValue(json, type));
    } catch (JsonMappingException cause) {
      String path = path(cause);
      faults.add(pointer + path, describe(cause, json.at(path)));
    } catch (JsonProcessingException cause) {
      faults.add(pointer, reason(cause));
    }
    return Optional.empty();
  }

  /** The JSON pointer from an object to one of its properties. */
  static String pointer(String property) {
    return JsonPointer.empty().appendProperty(property).toString();
  }

  private static String path(JsonMappingException cause) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : cause.getPath()) {
      if (step.getFieldName() == null) {
        path.append('/').append(step.getIndex());
      } else {
        path.append(pointer(step.getFieldName()));
      }
    }
    return path.toString();
  }

  private static String describe(JsonMappingException cause, JsonNode value) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      List<String> known =
          unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      return "is not known here; known are " + known;
    }
    if (cause instanceof InvalidTypeIdException type) {
      return describe(type);
    }
    if (cause instanceof ValueInstantiationException && cause.getCause() != null) {
      return String.valueOf(cause.getCause().getMessage());
    }
    if (value.isMissingNode()) {
      return "is missing";
    }
    if (value.isNull()) {
      return "is null; it needs a value";
    }
    if (cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "is %s; it must be %s".formatted(quote(value), wanted(mismatch.getTargetType()));
    }
    return reason(cause);
  }

  private static String describe(InvalidTypeIdException cause) {
    Class<?> base = cause.getBaseType().getRawClass();
    List<JsonSubTypes.Type> types = List.of(base.getAnnotation(JsonSubTypes.class).value());
    if (types.stream().allMatch(type -> type.name().isEmpty())) {
      return "must be an object with the properties "
          + types.stream().map(type -> names(type.value())).collect(Collectors.joining(" or "));
    }
    List<String> known = types.stream().map(JsonSubTypes.Type::name).toList();
    return cause.getTypeId() == null
        ? "lacks a \"type\", one of " + known
        : "type '%s' is not known; known are %s".formatted(cause.getTypeId(), known);
  }

  private static String names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A type in the words of JSON. */
  private static String wanted(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + ArchitectureJson.MAPPER.valueToTree(type.getEnumConstants());
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a string";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  /** A value as the file has it, shortened. */
  static String quote(JsonNode value) {
    return Ascii.truncate(value.toString(), LONGEST_QUOTE, "...");
  }

  /** What the parser says, without what it says of itself. */
  static String reason(JsonProcessingException cause) {
    return JARGON.matcher(cause.getOriginalMessage()).replaceAll("").lines().findFirst().orElse("");
  }
}
