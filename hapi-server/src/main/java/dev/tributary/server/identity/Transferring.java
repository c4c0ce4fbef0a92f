package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.identity.JobTable.Row;
import dev.tributary.server.record.Carrying;
import dev.tributary.server.record.Carrying.Transfer;
import dev.tributary.server.storage.StoringTransaction;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Moves what refers to a person, batch by batch, each in one transaction with its journal; then ends the transfer. */
final class Transferring implements Jobs.Work {

    private final UUID job;
    private final Transfers.Input input;
    private final Transfer transfer;
    private final Tools tools;
    private long moved;
    private @Nullable String refused;

    Transferring(UUID job, Transfers.Input input, Tools tools) {
        this.job = job;
        this.input = input;
        this.transfer = new Transfer(input.from(), input.to(), input.records(), input.ending() == null);
        this.tools = tools;
    }

    /** What it takes. */
    record Tools(
            Carrying carrying,
            Transfers transfers,
            TransferTasks tasks,
            OperationJournal journal,
            Stewardship stewardship,
            StoringTransaction transactions,
            ObjectMapper mapper) {}

    @Override
    public boolean goesOn() {
        return true;
    }

    /** Rows are of the place in the order, the person, and what refers to it. */
    @Override
    public List<Row> page(JobTable table, String position) {
        var batch = tools.carrying().next(input.from(), position.isEmpty() ? 0 : Long.parseLong(position));
        var place = Long.toString(batch.position());
        return batch.references().stream()
                .map(reference -> new Row(place, input.from(), reference))
                .toList();
    }

    @Override
    public void look(List<Row> page) {
        var references = page.stream().map(Row::reason).toList();
        moved += tools.transactions().run(() -> {
            tools.tasks().tell(job, TaskStatus.INPROGRESS, null);
            return carry(transfer, references);
        });
    }

    @Override
    public void failed() {
        tools.transactions().run(() -> {
            tools.tasks()
                    .tell(job, TaskStatus.FAILED, "An operator can try again: POST /identity/jobs/" + job + "/$resume");
            return true;
        });
    }

    /** One batch, in the transaction that its journal is written in. */
    private int carry(Transfer what, List<String> references) {
        var undone = undone();
        var followed = tools.journal().repointed(undone, references);
        var repointed = tools.carrying().carry(what, references, followed);
        tools.journal().follow(input.operation(), repointed);
        tools.journal().restored(undone, input.operation(), followed.keySet());
        return repointed.size();
    }

    private @Nullable UUID undone() {
        var ending = input.ending();
        return ending == null ? tools.journal().undoneBy(input.operation()) : ending.undoes();
    }

    @Override
    public void finish() {
        var ending = input.ending();
        if (ending == null) {
            tools.transactions().run(() -> {
                rest(transfer);
                tools.transfers().end(job);
                return true;
            });
            return;
        }
        try {
            tools.stewardship().complete(job, input, ending);
        } catch (UnprocessableEntityException | ResourceNotFoundException e) {
            refused = e.getMessage();
            tools.transactions().run(() -> {
                tools.transfers().turn(job, input.to(), input.from());
                return true;
            });
            var back = new Transfer(input.to(), input.from(), List.of(), true);
            tools.transactions().run(() -> {
                rest(back);
                tools.transfers().refuse(job, refused);
                return true;
            });
        }
    }

    /** What came since it was passed: little. */
    private void rest(Transfer what) {
        var batch = tools.carrying().next(what.from(), 0);
        while (!batch.references().isEmpty()) {
            moved += carry(what, batch.references());
            batch = tools.carrying().next(what.from(), batch.position());
        }
    }

    @Override
    public JsonNode result() {
        var result = tools.mapper()
                .createObjectNode()
                .put("operation", input.operation().toString())
                .put("from", input.from())
                .put("to", input.to())
                .put("moved", moved);
        return refused == null ? result : result.put("refused", refused);
    }
}
