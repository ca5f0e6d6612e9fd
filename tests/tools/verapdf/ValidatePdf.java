import java.io.File;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files with veraPDF and prints one line of tab-separated fields for each finding.
 *
 * <p>Arguments: flavours joined by commas (2a,ua1), then files. Lines:
 * RESULT, file index, flavour, number of checks, number of failed checks;
 * BROKEN, file index, flavour, clause and test of the standard, message, place in the file.
 */
class ValidatePdf {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int index = 1; index < arguments.length; index++) {
      for (String name : arguments[0].split(",")) {
        validate(new File(arguments[index]), index - 1, name);
      }
    }
  }

  private static void validate(File file, int index, String name) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
    if (flavour == PDFAFlavour.NO_FLAVOUR) {
      throw new IllegalArgumentException("veraPDF knows no flavour " + name);
    }
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      int failed = result.getFailedChecks().values().stream().mapToInt(Integer::intValue).sum();
      print("RESULT", index, name, result.getTotalAssertions(), failed);
      Set<String> seen = new LinkedHashSet<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        if (assertion.getStatus() == TestAssertion.Status.FAILED && seen.add(rule)) {
          print("BROKEN", index, name, rule, assertion.getMessage(), assertion.getLocation().getContext());
        }
      }
    }
  }

  private static void print(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) {
      line.append(line.length() == 0 ? "" : "\t").append(String.valueOf(field).replaceAll("\\s+", " "));
    }
    System.out.println(line);
  }
}
